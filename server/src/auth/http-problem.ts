import type { Problem } from '@floorwalk/shared/api/problem';

/** A refused request, thrown by routes and hooks and answered as `application/problem+json`. `detail` is for people. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly statusCode: number;
  readonly title: string;
  readonly pointer: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    statusCode: number,
    title: string,
    detail: string,
    more: { readonly pointer?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.statusCode = statusCode;
    this.title = title;
    this.pointer = more.pointer;
    this.headers = more.headers ?? {};
  }

  get problem(): Problem {
    return {
      type: 'about:blank',
      title: this.title,
      status: this.statusCode,
      detail: this.message,
      ...(this.pointer === undefined ? {} : { pointer: this.pointer }),
    };
  }
}

export const notSignedIn = (): HttpProblem =>
  new HttpProblem(401, 'not-signed-in', 'Sign in first.', { headers: { 'www-authenticate': 'Bearer' } });
export const forbidden = (detail: string): HttpProblem => new HttpProblem(403, 'forbidden', detail);
export const notFound = (detail: string): HttpProblem => new HttpProblem(404, 'not-found', detail);
export const conflict = (detail: string): HttpProblem => new HttpProblem(409, 'conflict', detail);
export const badField = (pointer: string, detail: string): HttpProblem =>
  new HttpProblem(400, 'invalid-value', detail, { pointer });
