# SPDX-License-Identifier: EUPL-1.2
"""How the web server runs, wherever it is started from this folder; the command line may still say otherwise.

No control socket: through it a local process could stop the server. What a header may be called and how long a
request may be is held strictly, so that a proxy in front and this server never read one request as two.
"""

control_socket_disable = True
worker_class = "gthread"
threads = 8
header_map = "refuse"
limit_request_line = 8190
limit_request_fields = 60
forwarded_allow_ips = "127.0.0.1,::1"
graceful_timeout = 30
