// SPDX-License-Identifier: EUPL-1.2
/** The icons that pages use, by their name in the tabler set. Add a name here to use another one. */
export const icons = [
  "alert-circle", "alert-triangle", "antenna-bars-2", "antenna-bars-3", "antenna-bars-4", "antenna-bars-5",
  "arrow-down", "arrow-left", "arrow-right", "arrow-up", "arrows-sort", "ban", "bell", "book", "building", "building-community", "calendar",
  "check", "chevron-down", "chevron-left", "chevron-right", "circle-check", "circle-dashed", "circle-half-2",
  "circle-minus", "circle-x", "clipboard-check", "clock", "copy", "device-floppy", "download", "external-link", "eye",
  "device-mobile", "file-check", "file-text", "filter", "fingerprint", "flag", "help-circle", "history", "home", "hourglass", "inbox", "info-circle",
  "key", "keyboard", "language", "list-check", "lock", "logout", "mail", "menu-2", "message", "minus", "package", "paperclip",
  "pencil", "player-track-next", "plus", "printer", "refresh", "scale", "search", "send", "settings", "shield-check", "shield-x",
  "sort-ascending", "sort-descending", "switch-horizontal", "trash", "upload", "user", "user-circle", "users", "x",
];
