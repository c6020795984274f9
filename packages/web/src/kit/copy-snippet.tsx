import { type ReactNode, useState } from 'react';

/** Text to be copied as it stands. */
export function CopySnippet({ text }: { readonly text: string }): ReactNode {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 1_500);
    });
  return (
    <div className="snippet">
      <pre>{text}</pre>
      <button type="button" className="button" onClick={copy}>
        {copied ? 'Copied' : 'Copy'}
      </button>
    </div>
  );
}
