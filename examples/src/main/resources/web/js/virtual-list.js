import { coalesced } from './dom.js';

const OVERSCAN = 500;
const END_TOLERANCE = 32;

/**
 * A long list of rows of any height, of which only those in and near the window are in the document. What the reader
 * looks at stays where it is, whatever comes or grows above; at the end the list follows what is new.
 *
 * A row is `{key, same, …}`: equal keys are the same row over time; it is drawn again unless all of `same` is equal.
 */
export class VirtualList {
  #scroller;
  #content;
  #draw;
  #estimate;
  #onMove;
  #rows = [];
  #index = new Map();
  #heights = new Map();
  #offsets = [0];
  #drawn = new Map();
  #atEnd = true;
  #width = 0;
  #resized;

  /**
   * @param {object} options
   * @param {HTMLElement} options.scroller
   * @param {HTMLElement} options.content the only child of the scroller
   * @param {(row: any) => HTMLElement} options.draw
   * @param {(row: any) => number} options.estimate a height before the row was drawn
   * @param {() => void} options.onMove the window moved, or what is in it changed
   */
  constructor({ scroller, content, draw, estimate, onMove }) {
    this.#scroller = scroller;
    this.#content = content;
    this.#draw = draw;
    this.#estimate = estimate;
    this.#onMove = onMove;
    const scrolled = coalesced(() => {
      this.#render();
      this.#onMove();
    });
    scroller.addEventListener(
      'scroll',
      () => {
        this.#atEnd = this.#distanceToEnd() <= END_TOLERANCE;
        scrolled();
      },
      { passive: true },
    );
    this.#resized = new ResizeObserver(() => this.#remeasure());
    this.#resized.observe(scroller);
  }

  /** Whether the newest row is in view. */
  get atEnd() {
    return this.#atEnd;
  }

  get rows() {
    return this.#rows;
  }

  /** Shows these rows; stays at the end or at the first row in view. */
  setRows(rows) {
    const anchor = this.#anchor();
    this.#rows = rows;
    this.#index = new Map(rows.map((row, index) => [row.key, index]));
    this.#layout();
    this.#render(anchor);
    this.#onMove();
  }

  /** Forgets everything, as for another conversation. */
  clear() {
    this.#rows = [];
    this.#index.clear();
    this.#heights.clear();
    this.#drawn.forEach(({ node }) => node.remove());
    this.#drawn.clear();
    this.#atEnd = true;
    this.#layout();
  }

  toEnd() {
    this.#atEnd = true;
    this.#render();
    this.#onMove();
  }

  /**
   * Brings a row into view.
   * @param {string} key
   * @param {number} [at] where its top shall be: a share of the window's height
   * @returns {HTMLElement | undefined} the row's element
   */
  show(key, at = 0.3) {
    if (!this.#index.has(key)) {
      return undefined;
    }
    this.#atEnd = false;
    this.#render({ key, delta: -this.#scroller.clientHeight * at });
    this.#atEnd = this.#distanceToEnd() <= END_TOLERANCE;
    this.#onMove();
    return this.#drawn.get(key)?.node;
  }

  /** Whether a row's place lies above what is in view. */
  isAbove(key) {
    const index = this.#index.get(key);
    return index !== undefined && this.#offsets[index + 1] <= this.#scroller.scrollTop;
  }

  /** The last row whose end is in view. */
  lastInView() {
    const bottom = this.#scroller.scrollTop + this.#scroller.clientHeight + END_TOLERANCE / 2;
    for (let index = this.#at(bottom); index >= 0; index--) {
      if (this.#offsets[index + 1] <= bottom) {
        return index;
      }
    }
    return -1;
  }

  #anchor() {
    if (this.#atEnd) {
      return undefined;
    }
    const index = this.#at(this.#scroller.scrollTop);
    const row = this.#rows[index];
    return row && { key: row.key, delta: this.#scroller.scrollTop - this.#offsets[index] };
  }

  /** Offsets of all rows; few rows stand at the bottom of the window. */
  #layout() {
    const heights = this.#rows.map((row) => this.#heights.get(row.key) ?? this.#estimate(row));
    const total = heights.reduce((sum, height) => sum + height, 0);
    let offset = Math.max(0, this.#scroller.clientHeight - total);
    this.#offsets = [offset, ...heights.map((height) => (offset += height))];
    this.#content.style.height = `${offset}px`;
  }

  /** Draws what is in view, measures it, and again until measuring changes nothing. */
  #render(anchor = this.#anchor()) {
    for (let pass = 0; pass < 5; pass++) {
      this.#moveTo(anchor);
      const first = this.#at(this.#scroller.scrollTop - OVERSCAN);
      const last = this.#at(this.#scroller.scrollTop + this.#scroller.clientHeight + OVERSCAN);
      this.#place(first, last);
      if (!this.#measure()) {
        break;
      }
      this.#layout();
    }
    for (const [key, { node }] of this.#drawn) {
      node.style.transform = `translateY(${this.#offsets[this.#index.get(key)]}px)`;
    }
  }

  #moveTo(anchor) {
    const index = anchor && this.#index.get(anchor.key);
    if (this.#atEnd) {
      this.#scroller.scrollTop = this.#content.offsetHeight;
    } else if (index !== undefined) {
      const top = this.#offsets[index] + anchor.delta;
      if (Math.abs(top - this.#scroller.scrollTop) >= 1) {
        this.#scroller.scrollTop = top;
      }
    }
  }

  #place(first, last) {
    const wanted = this.#rows.slice(first, last + 1);
    const keys = new Set(wanted.map((row) => row.key));
    const focused = document.activeElement;
    for (const [key, { node }] of this.#drawn) {
      if (!keys.has(key)) {
        node.remove();
        this.#drawn.delete(key);
      }
    }
    let previous = null;
    for (const row of wanted) {
      const drawn = this.#drawn.get(row.key);
      let node = drawn?.node;
      if (!drawn || !equal(drawn.row.same, row.same)) {
        node = this.#draw(row, drawn !== undefined);
        if (drawn) {
          const hadFocus = drawn.node.contains(focused);
          drawn.node.replaceWith(node);
          this.#heights.delete(row.key);
          if (hadFocus) {
            (node.querySelector('[tabindex]') ?? node).focus({ preventScroll: true });
          }
        }
      }
      const next = previous ? previous.nextSibling : this.#content.firstChild;
      if (next !== node) {
        this.#content.insertBefore(node, next);
      }
      this.#drawn.set(row.key, { node, row });
      previous = node;
    }
  }

  #measure() {
    let changed = false;
    for (const [key, { node }] of this.#drawn) {
      const height = node.offsetHeight;
      if (this.#heights.get(key) !== height) {
        this.#heights.set(key, height);
        changed = true;
      }
    }
    return changed;
  }

  /** The window has another size: heights of rows drawn at another width are worth nothing. */
  #remeasure() {
    const anchor = this.#anchor();
    if (this.#scroller.clientWidth !== this.#width) {
      this.#width = this.#scroller.clientWidth;
      this.#heights.clear();
    }
    this.#layout();
    this.#render(anchor);
    this.#onMove();
  }

  #distanceToEnd() {
    return this.#scroller.scrollHeight - this.#scroller.scrollTop - this.#scroller.clientHeight;
  }

  /** The index of the row at a height, within bounds. */
  #at(y) {
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#offsets[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }
}

function equal(one, other) {
  return one.length === other.length && one.every((part, index) => Object.is(part, other[index]));
}
