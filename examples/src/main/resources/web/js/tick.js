import { icon } from './icons.js';

/** How far an own message has come, as a sign. */
export function tick(state) {
  const names = { sending: 'clock', failed: 'alert', sent: 'check', delivered: 'checks', read: 'checks' };
  const sign = icon(names[state]);
  sign.classList.add('tick', `tick-${state}`);
  return sign;
}
