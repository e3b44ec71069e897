// SPDX-License-Identifier: EUPL-1.2
/** Everything here makes a page nicer; every page works without it. */
import "htmx.org";
import { startApart } from "./js/apart.js";
import { startAutosave } from "./js/autosave.js";
import { startDesk } from "./js/desk.js";
import { startFiles } from "./js/files.js";
import { startForms } from "./js/forms.js";
import { startKeys } from "./js/keys.js";
import { startMenus } from "./js/menus.js";
import { startOrder } from "./js/order.js";
import { startPasskeys } from "./js/passkeys.js";
import { startPrinting } from "./js/print.js";
import { startReasons } from "./js/reasons.js";
import { startSearch } from "./js/search.js";
import { startTables } from "./js/tables.js";
import { startUploads } from "./js/uploads.js";

startMenus();
startApart();
startSearch();
startKeys();
startTables();
startForms();
startFiles();
startOrder();
startUploads();
startReasons();
startPasskeys();
startPrinting();
startAutosave();
startDesk();
