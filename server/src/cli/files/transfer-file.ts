import { createHmac } from 'node:crypto';
import { formatLocal, parseMoment } from '@floorwalk/shared/kit/zone';
import { keptSecret, openStateDirectory } from '../../embedded/state-directory.ts';
import { CliError } from '../cli-error.ts';
import { describeTally, number, refuseOtherFormat } from './describe-tally.ts';
import { createEventSender, TokenRefusedError, type EventSender } from './event-sender.ts';
import { translatorNamed, zoneNamed } from './file-options.ts';
import { createProgressBar, type ProgressTerminal } from './progress-bar.ts';
import { readEvents, type EventReading } from './read-events.ts';
import { openLines } from './read-lines.ts';
import { openSourceAccess, type SourceAccess } from './source-access.ts';
import { transfer, type TransferProgress } from './transfer.ts';

/** What `replay` and `import` are asked, beside the file. */
export type TransferFileOptions = {
  readonly format: string;
  readonly speed: number | 'max';
  readonly site?: string;
  readonly source?: string;
  readonly url?: string;
  readonly token?: string;
  readonly zone?: string;
  readonly name?: string;
  readonly at?: string;
  readonly keepsClock?: boolean;
  /** The directory kept between starts. */
  readonly home: string;
  readonly signal: AbortSignal;
  /** Where the progress bar goes. */
  readonly terminal: ProgressTerminal;
};

export type FileTransferred = {
  readonly progress: TransferProgress;
  readonly reading: EventReading;
  readonly siteId: string;
  readonly url: string;
  /** Lines for people: what was sent, what the server said, what the file held. */
  readonly summary: readonly string[];
};

/** Sends a file's events to a running Floorwalk. Throws CliError. */
export async function transferFile(path: string, options: TransferFileOptions): Promise<FileTransferred> {
  const translator = translatorNamed(options.format);
  const zone = zoneNamed(options.zone, translator.zone);
  const at = readAt(options.at, zone);
  const siteId = checkedName('--site', options.site ?? translator.name);
  const source = checkedName('--source', options.source ?? translator.name);
  const siteName = options.name ?? options.site;
  const { home, url, token } = options;
  const lines = openLines(path, process.stdin);
  const access = await openSourceAccess({
    home,
    siteId,
    source,
    ...(url === undefined ? {} : { url }),
    ...(token === undefined ? {} : { token }),
  });
  const reading = readEvents(lines, {
    path,
    translator,
    translation: {
      source,
      zone,
      ...(siteName === undefined ? {} : { siteName }),
      pseudonymOf: pseudonyms(home),
    },
    onBatch: () => showReading(),
  });

  const bar = createProgressBar(options.terminal, () => performance.now());
  const startedAt = performance.now();
  const showReading = (): void => {
    const share = lines.totalBytes === undefined ? undefined : lines.bytesRead() / lines.totalBytes;
    bar.show(share, `${number(reading.tally.rowCount)} rows read`);
  };
  const show = (progress: TransferProgress): void => {
    const perSecond = progress.sentCount / Math.max(0.001, (performance.now() - startedAt) / 1000);
    const reached =
      progress.reachedAt === null ? '' : formatLocal(zone, progress.reachedAt).slice(0, 19).replace('T', ' ');
    const pace = options.speed === 'max' ? `${number(Math.round(perSecond))}/s` : `×${options.speed}`;
    const { eventCount } = reading.tally;
    bar.show(
      eventCount === 0 ? undefined : progress.sentCount / eventCount,
      `${number(progress.sentCount)} events  ${pace}  ${reached}`,
    );
  };

  try {
    const progress = await transfer({
      sender: renewingSender(access),
      source,
      batches: reading.batches,
      speed: options.speed,
      signal: options.signal,
      now: Date.now,
      onProgress: show,
      ...(at === undefined ? {} : { at }),
      ...(options.keepsClock === undefined ? {} : { keepsClock: options.keepsClock }),
    });
    bar.clear();
    refuseOtherFormat(reading, path, translator.name);
    const summary = [...describe(progress, siteId, zone, options.speed), ...describeTally(reading)];
    return { progress, reading, siteId, url: access.url, summary };
  } finally {
    bar.clear();
  }
}

/** Sends with a kept token, and with a new one where the kept one was revoked. */
export function renewingSender(access: SourceAccess): EventSender {
  let sender = createEventSender({ url: access.url, token: access.token });
  let mayRenew = access.isKept;
  return {
    async send(events) {
      try {
        return await sender.send(events);
      } catch (error) {
        if (!mayRenew || !(error instanceof TokenRefusedError)) throw error;
        mayRenew = false;
        const renewed = await access.renew();
        sender = createEventSender({ url: renewed.url, token: renewed.token });
        return sender.send(events);
      } finally {
        mayRenew = false;
      }
    },
  };
}

function describe(progress: TransferProgress, siteId: string, zone: string, speed: number | 'max'): string[] {
  const { sentCount, acceptedCount, duplicateCount, refusedCount, refusedByReason, isStopped, reachedAt } = progress;
  const lines: string[] = [];
  if (isStopped) {
    const reached = reachedAt === null ? 'the beginning' : formatLocal(zone, reachedAt).slice(0, 19).replace('T', ' ');
    const clock = speed === 'max' ? '' : '; the clock of the site stands still';
    lines.push(`Stopped at ${reached}${clock}. The same command goes on from there.`);
  }
  if (sentCount === 0) lines.push('The file holds no events.');
  else if (!isStopped && duplicateCount === sentCount) {
    const again = speed === 'max' ? '' : ' To live through it again, replay it into another site (--site).';
    lines.push(`Nothing was added: site ${siteId} had all ${number(sentCount)} events already.${again}`);
  } else {
    lines.push(
      `Site ${siteId}: ${number(acceptedCount)} events added, ${number(duplicateCount)} there already, ${number(refusedCount)} refused`,
    );
  }
  for (const [reason, { count, message }] of refusedByReason) {
    lines.push(`  refused by the server: ${reason} ${number(count)} (${message})`);
  }
  if (refusedByReason.has('foreign-source')) lines.push('  say with --source which source the token is for');
  return lines;
}

/** Customers get a name that is the same on every run here and leads back to nobody without this machine's secret. */
function pseudonyms(home: string): (identity: string) => string {
  let secret: string | undefined;
  return (identity) => {
    secret ??= keptSecret(openStateDirectory(home), 'pseudonym-secret');
    return `customer-${createHmac('sha256', secret).update(identity).digest('base64url').slice(0, 16)}`;
  };
}

function readAt(text: string | undefined, zone: string): number | undefined {
  if (text === undefined) return undefined;
  const moment = parseMoment(zone, text);
  if (moment !== undefined) return moment;
  throw new CliError(`--at is ${JSON.stringify(text)}`, {
    remedy: 'use a date and time of the file, such as 1999-02-03T12:30',
  });
}

function checkedName(option: string, name: string): string {
  if (name.trim() !== '' && name.length <= 200) return name;
  throw new CliError(`${option} must have 1 to 200 characters`);
}
