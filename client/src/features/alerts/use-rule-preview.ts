import { keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { AlertRule } from '@floorwalk/shared/alerts/rule';
import type { PreviewAnswer } from '@floorwalk/shared/api/alerts';
import { previewRule } from '../../api/alerts.ts';

/** Typing rests this long before the server is asked, ms. */
const REST_MS = 500;
const AGAIN_MS = 10_000;

/** What the rule in the editor would say now, or why it cannot be; asked when typing rests, and now and then after. */
export function useRulePreview(siteId: string, rule: AlertRule, isReady: boolean): UseQueryResult<PreviewAnswer> {
  const [asked, setAsked] = useState(rule);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(rule), REST_MS);
    return () => clearTimeout(timer);
  }, [rule]);
  return useQuery({
    queryKey: ['rule-preview', siteId, asked],
    queryFn: () => previewRule(siteId, { ...asked, name: asked.name === '' ? '-' : asked.name }),
    enabled: isReady,
    retry: false,
    refetchInterval: ({ state }) => (state.status === 'error' ? false : AGAIN_MS),
    placeholderData: keepPreviousData,
  });
}
