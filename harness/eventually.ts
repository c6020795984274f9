/** Asks again and again until the answer is the wanted one; after the limit the last answer is given. */
export async function eventually<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  limitMs: number,
): Promise<T> {
  const started = Date.now();
  for (;;) {
    const answer = await ask();
    if (isWanted(answer) || Date.now() - started > limitMs) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
