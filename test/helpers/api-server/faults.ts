/** How a test makes the API server misbehave. */
import type { ServerResponse } from 'node:http';

/** What happens instead of the honest answer; `delay` alone is followed by it. */
export type Misbehaviour =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: { readonly [name: string]: string };
      readonly body?: unknown;
    }
  | { readonly kind: 'body'; readonly body: string; readonly status?: number }
  | { readonly kind: 'slow-headers' }
  | { readonly kind: 'slow-body' }
  | { readonly kind: 'endless-body' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'cut-body' }
  | { readonly kind: 'redirect'; readonly location: string }
  | { readonly kind: 'delay'; readonly ms: number };

/** Applies to requests whose `METHOD /path` matches, `times` times or for ever. */
export interface Fault {
  readonly on: RegExp;
  readonly times?: number;
  readonly does: Misbehaviour;
}

/** Carries out a fault on an answer; true when the honest answer must not follow. */
export async function misbehave(response: ServerResponse, fault: Misbehaviour): Promise<boolean> {
  switch (fault.kind) {
    case 'delay':
      await new Promise((resolve) => {
        setTimeout(resolve, fault.ms);
      });
      return false;
    case 'status':
      response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      response.end(typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body ?? {}));
      return true;
    case 'body':
      response.writeHead(fault.status ?? 201, { 'content-type': 'application/json' });
      response.end(fault.body);
      return true;
    case 'redirect':
      response.writeHead(307, { location: fault.location });
      response.end();
      return true;
    case 'slow-headers':
      return true;
    case 'slow-body':
      response.writeHead(201, { 'content-type': 'application/json' });
      response.write('{');
      return true;
    case 'cut':
      response.socket?.destroy();
      return true;
    case 'cut-body':
      response.writeHead(201, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"status":', () => response.socket?.destroy());
      return true;
    case 'endless-body': {
      response.writeHead(201, { 'content-type': 'application/json' });
      const chunk = Buffer.alloc(65_536, ' ');
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', pour);
      pour();
      return true;
    }
    default:
      return fault satisfies never;
  }
}
