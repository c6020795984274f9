/** How a user takes a request. Source: Apdex technical specification 1.1. */
export type Satisfaction = 'satisfied' | 'tolerating' | 'frustrated';

/** Satisfied up to T, tolerating up to 4 T, frustrated beyond and by every error. */
export function satisfactionOf(responseNs: number, error: boolean, thresholdNs: number): Satisfaction {
  if (error || responseNs > 4 * thresholdNs) return 'frustrated';
  return responseNs <= thresholdNs ? 'satisfied' : 'tolerating';
}

/** (satisfied + tolerating / 2) / all; 1 where there are none. */
export function apdex(satisfied: number, tolerating: number, all: number): number {
  return all === 0 ? 1 : (satisfied + tolerating / 2) / all;
}
