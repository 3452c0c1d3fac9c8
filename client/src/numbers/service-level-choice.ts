import { METRIC_IDS, type MetricId } from '@floorwalk/shared/metrics/metric';
import { useRowValue } from '../store/use-row.ts';
import { useSiteId } from '../shell/use-desk.ts';

/** The registry's id of a site's chosen service-level formula; the default where the name is not known here. */
export function serviceLevelMetric(formula: string | undefined): MetricId {
  const id = `service-level-${formula ?? 'default'}`;
  return METRIC_IDS.find((candidate) => candidate === id) ?? 'service-level';
}

/** The service level that this site is run by. */
export function useServiceLevelMetric(): MetricId {
  return serviceLevelMetric(useRowValue('sites', useSiteId(), (site) => site.serviceLevelFormula));
}
