export { SeededChance } from '#base';
export { settled, VirtualClock } from './virtual-clock.ts';
