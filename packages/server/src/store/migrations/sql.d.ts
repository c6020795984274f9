/** A script as text: Vite and esbuild both read the suffix so. */
declare module '*.sql?raw' {
  const text: string;
  export default text;
}
