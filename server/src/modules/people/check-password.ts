import { PASSWORD_LENGTH } from '../../auth/accounts.ts';
import { badField } from '../../auth/http-problem.ts';

/** Throws 400 at the pointer where a password is too easily guessed. */
export function checkPassword(pointer: string, password: string, email: string): void {
  if (password.trim().length < PASSWORD_LENGTH.min || password.toLowerCase() === email) {
    throw badField(pointer, 'Choose a password of at least 12 characters that is not your e-mail address.');
  }
  if (new Set(password).size < 4) throw badField(pointer, 'Choose a password with more different characters.');
}
