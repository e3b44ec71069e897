// SPDX-License-Identifier: EUPL-1.2
/**
 * A real OpenID provider (npm oidc-provider) on loopback, for tests: who logs in, at which level, and what is wrong
 * with the answer is set through /test/*; all else is the real program.
 *
 * The platform registers itself as an administrator would (RFC 7591). Argument: port. Prints "ready" once it listens.
 */
import { createServer } from "node:http";
import { generateKeyPairSync, createHmac, sign } from "node:crypto";
import { Provider } from "oidc-provider";

const [port] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const pair = () => generateKeyPairSync("rsa", { modulusLength: 2048 });
const own = pair(), strange = pair();
const jwk = { ...own.privateKey.export({ format: "jwk" }), kid: "own", alg: "RS256", use: "sig" };
/** What is set for the next log-ins. */
let wish = {};

const provider = new Provider(issuer, {
  jwks: { keys: [jwk] },
  cookies: { keys: ["only for tests"] },
  acrValues: ["low", "high"],
  claims: { openid: ["sub"], acr: null, amr: null, auth_time: null, tid: null },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, registration: { enabled: true, initialAccessToken: false } },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...(wish.tid ? { tid: wish.tid } : {}) }) }),
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  renderError: (context, out) => { context.status = 400; context.body = JSON.stringify(out); },
});

const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The ID token again with something wrong, signed as told. */
function spoiled(token) {
  const claims = { ...JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString()), ...(wish.claims ?? {}) };
  for (const name of wish.without ?? []) delete claims[name];
  const header = { alg: "RS256", kid: "own" };
  if (wish.signed === "none") return `${part({ alg: "none" })}.${part(claims)}.`;
  if (wish.signed === "secret") {
    const text = `${part({ alg: "HS256", kid: "own" })}.${part(claims)}`;
    const key = own.publicKey.export({ format: "pem", type: "spki" });
    return `${text}.${createHmac("sha256", key).update(text).digest("base64url")}`;
  }
  const text = `${part(header)}.${part(claims)}`;
  const key = wish.signed === "strange" ? strange.privateKey : own.privateKey;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

provider.use(async (context, next) => {
  await next();
  if (context.path !== "/token" || !context.body?.id_token) return;
  if (wish.claims || wish.without || wish.signed) context.body = { ...context.body, id_token: spoiled(context.body.id_token) };
});

/** Log in as the wished person at the wished level, and consent, without asking anybody. */
async function interact(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (wish.refuse) return provider.interactionFinished(request, response, { error: "access_denied" });
  if (details.prompt.name === "login") {
    const login = { accountId: wish.person ?? "nobody", acr: wish.level ?? "low", amr: ["pwd"], remember: false };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = new provider.Grant({ accountId: details.session.accountId, clientId: details.params.client_id });
  grant.addOIDCScope("openid");
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

async function told(request) {
  let text = "";
  for await (const each of request) text += each;
  return text ? JSON.parse(text) : {};
}

const handle = provider.callback();
createServer(async (request, response) => {
  try {
    if (request.url === "/test/wish") { wish = await told(request); return response.end("{}"); }
    if (request.url.startsWith("/interaction/")) return await interact(request, response);
    return handle(request, response);
  } catch (error) {
    response.statusCode = 500;
    response.end(String(error));
  }
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
