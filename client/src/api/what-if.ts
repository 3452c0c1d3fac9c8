import type { CapacityReviewAnswer } from '@floorwalk/shared/api/capacity';
import type { SimulationAnswer, SimulationRequest } from '@floorwalk/shared/api/what-if';
import { request } from './request.ts';

const simulations = (siteId: string) => `/sites/${encodeURIComponent(siteId)}/simulations`;

export const startSimulation = (siteId: string, body: SimulationRequest): Promise<SimulationAnswer> =>
  request(simulations(siteId), { method: 'POST', body });
export const fetchSimulation = (siteId: string, id: string): Promise<SimulationAnswer> =>
  request(`${simulations(siteId)}/${encodeURIComponent(id)}`);
export const cancelSimulation = (siteId: string, id: string): Promise<SimulationAnswer> =>
  request(`${simulations(siteId)}/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const fetchCapacityReview = (siteId: string): Promise<CapacityReviewAnswer> =>
  request(`/sites/${encodeURIComponent(siteId)}/capacity-review`);
/** Where the same lies as a file. */
export const capacityReviewCsv = (siteId: string): string =>
  `/api/v1/sites/${encodeURIComponent(siteId)}/capacity-review?format=csv`;
