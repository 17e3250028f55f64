/**
 * Makes an element. Text always goes in as text: there is no way here to pass markup.
 * @param {string} tag
 * @param {Record<string, any>} [props] `class`, `data` (an object), `on…` listeners; everything else is an attribute,
 *     left out when undefined, null or false
 * @param {...(Node | string | undefined | null | false | any[])} children
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), props, children);
}

function fill(element, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (name === 'data') {
      for (const [key, datum] of Object.entries(value)) {
        if (datum !== undefined) {
          element.dataset[key] = datum;
        }
      }
    } else if (name === 'value') {
      element.value = value;
    } else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...present(children));
  return element;
}

/** Replaces what an element holds. */
export function set(element, ...children) {
  element.replaceChildren(...present(children));
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
}

/** Runs a task once before the next frame, however often it is asked for. Works in hidden tabs, where frames stop. */
export function coalesced(task) {
  let scheduled = false;
  return () => {
    if (!scheduled) {
      scheduled = true;
      const run = () => {
        if (scheduled) {
          scheduled = false;
          task();
        }
      };
      requestAnimationFrame(run);
      setTimeout(run, 100);
    }
  };
}

/** Moves the focus among elements with the arrow keys; returns whether the key was one of them. */
export function moveFocus(event, elements) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const edge = { Home: 0, End: elements.length - 1 }[event.key];
  if ((step === undefined && edge === undefined) || elements.length === 0) {
    return false;
  }
  const at = elements.indexOf(document.activeElement);
  const next = edge ?? Math.min(Math.max(at + step, 0), elements.length - 1);
  elements[next].focus();
  event.preventDefault();
  return true;
}
