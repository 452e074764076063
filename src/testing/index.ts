export { SeededChance } from '#base';
export {
  invoke,
  invokeMethod,
  type Question,
  TestCall,
  type TestCallOptions,
  TestSource,
} from './test-call.ts';
export { settled, VirtualClock } from './virtual-clock.ts';
