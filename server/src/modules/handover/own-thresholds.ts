import type { BotThresholds, HandoverPolicy } from '@floorwalk/shared/handover/policy';
import type { Transaction } from '../../db/database.ts';
import { CONSOLE_SOURCE } from '../../log/console-source.ts';
import { readConfigured } from '../../log/read-configured.ts';

/** Whether a policy says anything that the floor's count of uncertain turns goes by: languages it does not know. */
export function saysThresholds({ threshold, thresholds }: HandoverPolicy): boolean {
  return threshold !== null || thresholds.some(({ language }) => language === undefined);
}

/** What the bot's own source configured it with, whatever policies said since. */
export async function ownThresholds(transaction: Transaction, siteId: string, botId: string): Promise<BotThresholds> {
  const said = await readConfigured(transaction, siteId, 'bot.configured', [botId]);
  return said
    .filter(({ source }) => source !== CONSOLE_SOURCE)
    .reduce<BotThresholds>(
      (own, { data }) => ({
        confidenceThreshold: data.confidenceThreshold ?? own.confidenceThreshold,
        intentThresholds: data.intentThresholds ?? own.intentThresholds,
      }),
      { confidenceThreshold: 0.85, intentThresholds: {} },
    );
}

/** What holds for a bot's turns of any language: the policy where it says so, else the bot's own. */
export function joinThresholds(own: BotThresholds, { threshold, thresholds }: HandoverPolicy): BotThresholds {
  const ofIntents = thresholds.flatMap((rule) =>
    rule.intent === undefined || rule.language !== undefined ? [] : [[rule.intent, rule.threshold] as const],
  );
  return {
    confidenceThreshold: threshold ?? own.confidenceThreshold,
    intentThresholds: { ...own.intentThresholds, ...Object.fromEntries(ofIntents) },
  };
}
