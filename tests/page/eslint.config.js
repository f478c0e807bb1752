import js from '@eslint/js';

const BROWSER = Object.fromEntries(['document', 'navigator', 'window', 'self',
  'globalThis', 'performance', 'crypto', 'Blob', 'File', 'FileReaderSync',
  'URL', 'Worker', 'Response', 'DecompressionStream', 'TextDecoder',
  'TextEncoder', 'WebAssembly', 'Node', 'ResizeObserver', 'OffscreenCanvas',
  'createImageBitmap', 'requestAnimationFrame', 'setTimeout', 'clearTimeout',
  'addEventListener', 'atob'].map(name => [name, 'readonly']));
// And what tests try in vain, in the page.
const NODE = Object.fromEntries(['process', 'console', 'Buffer', 'innerWidth',
  'fetch',
  'XMLHttpRequest', 'WebSocket', 'EventSource', 'Image', 'open',
  'RTCPeerConnection', 'WebTransport', 'SharedWorker', 'FontFace', 'location',
  'PerformanceObserver', 'MutationObserver', 'setInterval', 'clearInterval',
  'eval', 'btoa', 'DOMException', 'DataTransfer',
  'PointerEvent', 'Event', 'scrollTo'].map(
  name => [name, 'readonly']));
const RULES = {
  ...js.configs.recommended.rules,
  'eqeqeq': 'error',
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-shadow': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
  'max-len': ['error', { code: 80, ignoreRegExpLiterals: true,
    ignoreComments: true, ignoreStrings: false }],
  'max-lines': ['error', 600],
  'max-depth': ['error', 4],
};

export default [
  { files: ['src/page/*.js'], rules: RULES, languageOptions: {
    ecmaVersion: 2023, globals: BROWSER } },
  { files: ['tests/page/*.js'], rules: RULES, languageOptions: {
    ecmaVersion: 2023, globals: { ...BROWSER, ...NODE } } },
];
