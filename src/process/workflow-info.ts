/** A durable process as the guest module `workflow` shows it. */
export interface WorkflowInfo {
  /** The name it was started under, its pid when it had none. */
  readonly id: string;
  readonly run: string;
  readonly type: string;
  readonly queue: string;
  readonly namespace: string;
  /** Counts from 1: how often it was begun again after its node was lost in the middle. */
  readonly attempt: number;
  /** Steps that were committed. */
  readonly steps: number;
  /** Bytes of its saved state. */
  readonly bytes: number;
}
