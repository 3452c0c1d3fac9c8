import type { Problem } from '@floorwalk/shared/api/problem';

/** A request the server refused, or that never reached it (`status` 0). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly detail: string | undefined;
  /** JSON pointer of the field at fault. */
  readonly pointer: string | undefined;

  constructor(status: number, title: string, detail?: string, pointer?: string) {
    super(title);
    this.status = status;
    this.detail = detail;
    this.pointer = pointer;
  }
}

type Options = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly search?: Readonly<Record<string, string | number | undefined>>;
  readonly token?: string;
  readonly signal?: AbortSignal;
};

const TIMEOUT_MS = 20_000;

/** One JSON request to `/api/v1`. Refusals come as {@link ApiError} with what the server said. */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const url = new URL(`/api/v1${path}`, window.location.origin);
  for (const [key, value] of Object.entries(options.search ?? {})) {
    if (value !== undefined) url.searchParams.set(key, String(value));
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  const give = () => abort.abort();
  options.signal?.addEventListener('abort', give);
  try {
    const response = await fetch(url, {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      signal: abort.signal,
      headers: {
        accept: 'application/json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    if (!response.ok) throw await refusal(response);
    return response.status === 204 ? (undefined as T) : ((await response.json()) as T);
  } catch (error) {
    if (error instanceof ApiError) throw error;
    throw new ApiError(0, 'unreachable');
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', give);
  }
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const problem = (await response.json()) as Partial<Problem>;
    return new ApiError(response.status, problem.title ?? response.statusText, problem.detail, problem.pointer);
  } catch {
    return new ApiError(response.status, response.statusText);
  }
}
