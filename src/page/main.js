/** The page begins. */
import { App } from './app.js';
import { Program } from './program.js';
import { SCREENS } from './screens.js';
import { Store } from './store.js';

/** What the policy in the page does not cover: ways out that we do not have
 * either. */
const WAYS_OUT = ['RTCPeerConnection', 'webkitRTCPeerConnection',
  'RTCDataChannel', 'WebTransport', 'fetch', 'XMLHttpRequest', 'WebSocket',
  'EventSource', 'open'];

function closeWaysOut() {
  for (const name of WAYS_OUT)
    Object.defineProperty(globalThis, name,
      { value: undefined, writable: false, configurable: false });
  Object.defineProperty(navigator, 'sendBeacon',
    { value: undefined, writable: false, configurable: false });
}

/** No policy forbids a page to go elsewhere; this one stays, where the browser
 * has the Navigation API.  Firefox 140 has not: there is only that no code
 * here goes anywhere.  Downloads are let through, which Firefox tells twice,
 * once without saying that it is one; what a person asks of the browser is not
 * asked here. */
function stay() {
  const { navigation } = /** @type {any} */ (globalThis);
  navigation?.addEventListener('navigate', (/** @type {any} */ e) => {
    const own = e.destination.url.startsWith('blob:');
    if (e.cancelable && !own && !e.hashChange && e.navigationType !== 'reload')
      e.preventDefault();
  });
}

async function start() {
  const program = new Program(), app = new App(new Store(program), SCREENS);
  document.body.replaceChildren(...app.node());
  // A file that misses its place must not be opened instead of the page.
  for (const name of ['dragover', 'drop'])
    addEventListener(name, e => e.preventDefault());
  addEventListener('beforeunload', e => {
    if (app.store.unsaved || app.typed() !== '')
      e.preventDefault();
  });
  if (await app.busy('Starting', () => program.start()))
    app.show('open');
  document.body.dataset.ready = 'true';
}

closeWaysOut();
stay();
start();
