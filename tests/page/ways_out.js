/**
 * Every way out of a page that is known, tried, and a server on this machine
 * that hears of it.
 */
import dgram from 'node:dgram';
import http from 'node:http';

/** A server that writes down who asks. */
export async function listening() {
  /** @type {string[]} */
  const heard = [];
  // A connection in which nothing is said is left alone, however long.
  const server = http.createServer({ requestTimeout: 0, headersTimeout: 0,
    connectionsCheckingInterval: 2 ** 30 }, (request, answer) => {
    heard.push(`${request.method} ${request.url}`);
    answer.setHeader('Access-Control-Allow-Origin', '*');
    answer.end('x');
  });
  server.on('connection', () => heard.push('connection'));
  server.on('clientError', () => heard.push('bytes'));
  server.on('upgrade', request => heard.push(`upgrade ${request.url}`));
  await new Promise(yes => server.listen(0, '127.0.0.1', () => yes(null)));
  const stun = dgram.createSocket('udp4');
  stun.on('message', () => heard.push('/webrtc'));
  await new Promise(yes => stun.bind(0, '127.0.0.1', () => yes(null)));
  return { heard, url: `http://127.0.0.1:${server.address().port}`,
    stun: stun.address().port, close: () => {
      server.closeAllConnections?.();
      server.close();
      stun.close();
    },
    /** Has it heard of all these ways, or will it soon?
     * @param {string[]} ways */
    async hears(ways) {
      const lacks = () => ways.filter(w => !heard.some(h => h.endsWith(w)));
      for (let i = 0; i < 200 && lacks().length > 0; i++)
        await new Promise(yes => setTimeout(yes, 100));
      return lacks();
    } };
}

/** Each way out, tried; run in the page.  What each said is the answer.
 * @param {string} url
 * @param {number} stun
 * @param {string} last  the way that leaves the page, tried after the others */
export function tryAll(url, stun, last) {
  /** @type {Record<string, string>} */
  const said = {};
  const attempt = (name, f) => {
    try {
      said[name] = 'tried';
      f()?.catch?.(() => {});
    } catch (x) {
      said[name] = String(x);
    }
  };
  const element = (tag, set, inside = document.body) => () => {
    const e = document.createElement(tag);
    set(e);
    inside.append(e);
    return e;
  };
  const linked = (rel, as) => element('link', e => {
    Object.assign(e, { rel, href: `${url}/${rel}`, as: as ?? '' });
  }, document.head);
  const form = (method, target) => () => {
    const f = element('form', e => Object.assign(e, { method, target,
      action: `${url}/form-${method}` }))();
    f.submit();
  };
  attempt('fetch', () => fetch(`${url}/fetch`));
  attempt('xhr', () => {
    const x = new XMLHttpRequest();
    x.open('GET', `${url}/xhr`);
    x.send();
  });
  attempt('beacon', () => navigator.sendBeacon(`${url}/beacon`, 'x'));
  attempt('socket', () => new WebSocket(url.replace('http', 'ws') + '/ws'));
  attempt('events', () => new EventSource(`${url}/events`));
  attempt('transport', () => new WebTransport(
    url.replace('http', 'https') + '/transport').ready);
  attempt('image', () => { new Image().src = `${url}/image`; });
  for (const tag of ['iframe', 'embed', 'video', 'audio'])
    attempt(tag, element(tag, e => { e.src = `${url}/${tag}`; }));
  attempt('srcdoc', element('iframe', e => {
    e.srcdoc = `<img src="${url}/srcdoc">`; }));
  attempt('object', element('object', e => { e.data = `${url}/object`; }));
  for (const [rel, as] of [['stylesheet'], ['prefetch'], ['preload', 'image'],
    ['modulepreload'], ['icon'], ['manifest'], ['preconnect'],
    ['dns-prefetch']])
    attempt(rel, linked(rel, as));
  attempt('script', element('script', e => { e.src = `${url}/script`; }));
  attempt('import', () => import(`${url}/import`));
  attempt('style', element('style', e => {
    e.textContent = `body{background:url(${url}/css)}`; }));
  attempt('attribute', element('p', e => {
    e.setAttribute('style', `background:url(${url}/attribute)`); }));
  attempt('font', () => new FontFace('x', `url(${url}/font)`).load());
  attempt('ping', () => {
    const a = element('a', e => Object.assign(e, { href: '#x',
      ping: `${url}/ping` }))();
    a.click();
  });
  attempt('webrtc', () => {
    const c = new RTCPeerConnection({ iceServers: [
      { urls: `stun:127.0.0.1:${stun}` }] });
    c.createDataChannel('x');
    return c.createOffer().then(o => c.setLocalDescription(o));
  });
  const inWorker = new Blob([`fetch('${url}/worker').catch(() => {});`]);
  attempt('worker', () => new Worker(URL.createObjectURL(inWorker)));
  attempt('shared', () => new SharedWorker(URL.createObjectURL(inWorker)));
  attempt('inline', element('script', e => {
    e.textContent = `globalThis.ran = 1; fetch('${url}/inline')`; }));
  attempt('markup', () => element('div', e => {
    e.innerHTML = `<img src="${url}/markup" onerror="globalThis.ran = 2">`;
  })());
  attempt('eval', () => (0, eval)(`new Image().src = '${url}/eval'`));
  attempt('base', element('base', e => { e.href = `${url}/base/`; },
    document.head));
  attempt('refresh', element('meta', e => Object.assign(e, { httpEquiv:
    'refresh', content: `4;url=${url}/refresh` }), document.head));
  // What lies behind another page does less.
  setTimeout(() => {
    attempt('form-post', form('post', '_blank'));
    attempt('form-get', form('get', '_blank'));
    attempt('window', () => { open(`${url}/window`); });
  }, 1500);
  // The page would be gone for the others.
  setTimeout(() => attempt(last, () => ({
    assign: () => location.assign(`${url}/assign`),
    replace: () => location.replace(`${url}/replace`),
    href: () => { location.href = `${url}/href`; },
    anchor: element('a', e => { e.href = `${url}/anchor`; e.click(); }),
    script: () => { location.href = `javascript:new Image().src='${url}/js'`; },
  })[last]()), 2500);
  return said;
}

/** The same in a worker: put before the code of the page's own.
 * @param {string} url */
export function tryInWorker(url) {
  const attempt = f => {
    try {
      f()?.catch?.(() => {});
    } catch { /* it cannot */ }
  };
  attempt(() => fetch(`${url}/w-fetch`));
  attempt(() => {
    const x = new XMLHttpRequest();
    x.open('GET', `${url}/w-xhr`);
    x.send();
  });
  attempt(() => new WebSocket(url.replace('http', 'ws') + '/w-ws'));
  attempt(() => new EventSource(`${url}/w-events`));
  attempt(() => import(`${url}/w-import`));
  attempt(() => new Worker(URL.createObjectURL(new Blob(
    [`fetch('${url}/w-worker')`]))));
  // The one that waits for its answer.
  attempt(() => globalThis.importScripts(`${url}/w-scripts`));
}

/** Ways that a page goes that neither policy nor hooks hold. */
export const WAYS = ['/fetch', '/xhr', '/beacon', '/ws', '/events', '/image',
  '/iframe', '/embed', '/object', '/video', '/audio', '/stylesheet',
  '/preload', '/script', '/import', '/css', '/attribute', '/font', '/webrtc',
  '/worker', '/inline', '/markup', '/eval', '/srcdoc'];
export const WORKER_WAYS = ['/w-fetch', '/w-xhr', '/w-ws', '/w-events',
  '/w-scripts', '/w-worker'];
