import type { SimulationAnswer, SimulationRequest } from '@floorwalk/shared/api/what-if';
import { request } from './request.ts';

const simulations = (siteId: string) => `/sites/${encodeURIComponent(siteId)}/simulations`;

export const startSimulation = (siteId: string, body: SimulationRequest): Promise<SimulationAnswer> =>
  request(simulations(siteId), { method: 'POST', body });
export const fetchSimulation = (siteId: string, id: string): Promise<SimulationAnswer> =>
  request(`${simulations(siteId)}/${encodeURIComponent(id)}`);
export const cancelSimulation = (siteId: string, id: string): Promise<SimulationAnswer> =>
  request(`${simulations(siteId)}/${encodeURIComponent(id)}`, { method: 'DELETE' });
