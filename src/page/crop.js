/**
 * Choosing a square of a picture: by mouse, touch and keyboard.  The picture
 * is one that the person has brought; it is shown as pixels on a canvas.
 */
import { el, newId, put } from './dom.js';

/** Pixels of the canvas, the longer side. */
const SHOWN = 360;
/** The smallest square, in pixels of the picture. */
const SMALLEST = 16;

/** @param {number} x
 * @param {number} low
 * @param {number} high */
function between(x, low, high) {
  return Math.max(low, Math.min(high, x));
}

/** The square at hand; all in pixels of the picture. */
class Square {
  /** @param {number} width
   * @param {number} height */
  constructor(width, height) {
    this.width = width;
    this.height = height;
    this.side = Math.min(width, height);
    this.x = Math.floor((width - this.side) / 2);
    this.y = Math.floor((height - this.side) / 2);
  }

  /** As the program is told of it. */
  get area() {
    return `${this.x},${this.y},${this.side},${this.side}`;
  }

  /** @param {number} x
   * @param {number} y */
  place(x, y) {
    this.x = between(Math.round(x), 0, this.width - this.side);
    this.y = between(Math.round(y), 0, this.height - this.side);
  }

  /** @param {number} dx
   * @param {number} dy */
  move(dx, dy) {
    this.place(this.x + dx, this.y + dy);
  }

  /** Another size around the same middle.
   * @param {number} side */
  resize(side) {
    const most = Math.min(this.width, this.height);
    side = between(Math.round(side), Math.min(SMALLEST, most), most);
    const d = (this.side - side) / 2;
    this.side = side;
    this.move(d, d);
  }
}

/** Two fingers' distance.
 * @param {{x: number, y: number}[]} points */
function spread([a, b]) {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** A place to choose a square of a picture.
 * @param {ImageBitmap} image
 * @param {(area: string) => void} changed  told of the square, as the program
 *   names one */
export function cropper(image, changed) {
  const scale = SHOWN / Math.max(image.width, image.height);
  const square = new Square(image.width, image.height);
  const canvas = el('canvas', { width: Math.max(1, image.width * scale),
    height: Math.max(1, image.height * scale), tabindex: '0', role: 'img',
    'aria-label': 'The picture and the square of it that is kept: arrow keys ' +
    'move it, plus and minus make it larger and smaller', class: 'crop' });
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext('2d'));
  const id = newId('size');
  const slider = el('input', { type: 'range', id, min: '16',
    max: Math.min(image.width, image.height), step: '1' });
  const said = el('p', { role: 'status', class: 'count' });

  const draw = () => {
    const { x, y, side } = square;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    context.fillStyle = 'rgba(0, 0, 0, 0.55)';
    context.beginPath();
    context.rect(0, 0, canvas.width, canvas.height);
    context.rect(x * scale, y * scale, side * scale, side * scale);
    context.fill('evenodd');
    context.strokeStyle = '#fff';
    context.lineWidth = 2;
    context.strokeRect(x * scale + 1, y * scale + 1, side * scale - 2,
      side * scale - 2);
    slider.value = String(side);
    put(said, `${side} × ${side} pixels, ${x} from the left, ${y} from the ` +
      'top');
    changed(square.area);
  };
  /** @param {() => void} f */
  const then = f => {
    f();
    draw();
  };

  slider.addEventListener('input', () =>
    then(() => square.resize(Number(slider.value))));
  canvas.addEventListener('keydown', e => {
    const far = e.shiftKey ? 10 : 1;
    const moves = /** @type {Record<string, [number, number]>} */ ({
      ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, -far],
      ArrowDown: [0, far] });
    if (moves[e.key])
      then(() => square.move(...moves[e.key]));
    else if (e.key === '+' || e.key === '-')
      then(() => square.resize(square.side + (e.key === '+' ? 8 : -8)));
    else
      return;
    e.preventDefault();
  });
  canvas.addEventListener('wheel', e => {
    e.preventDefault();
    then(() => square.resize(square.side * (e.deltaY < 0 ? 0.95 : 1.05)));
  }, { passive: false });

  /** @type {Map<number, {x: number, y: number}>} */
  const fingers = new Map();
  let grabbed = { x: 0, y: 0 }; // the square less the finger, in pixels
  const shown = () => scale * canvas.clientWidth / canvas.width;
  canvas.addEventListener('pointerdown', e => {
    canvas.setPointerCapture(e.pointerId);
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    grabbed = { x: square.x - e.clientX / shown(),
      y: square.y - e.clientY / shown() };
  });
  canvas.addEventListener('pointermove', e => {
    if (!fingers.has(e.pointerId))
      return;
    const before = [...fingers.values()];
    fingers.set(e.pointerId, { x: e.clientX, y: e.clientY });
    if (fingers.size === 1)
      then(() => square.place(grabbed.x + e.clientX / shown(),
        grabbed.y + e.clientY / shown()));
    else
      then(() => square.resize(square.side * spread([...fingers.values()]) /
        Math.max(1, spread(before))));
  });
  for (const name of ['pointerup', 'pointercancel'])
    canvas.addEventListener(name, e => fingers.delete(
      /** @type {PointerEvent} */ (e).pointerId));

  draw();
  return { node: el('div', {}, canvas, el('div', { class: 'field' },
    el('label', { for: id }, 'Size'), slider), said), canvas, square };
}
