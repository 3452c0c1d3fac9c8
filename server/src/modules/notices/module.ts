import type { ServerModule } from '../server-module.ts';
import { channelRoutes } from './channel-routes.ts';
import { forgetNotices } from './forget-notices.ts';
import { deliverNoticeHandler } from './jobs/deliver-notice.handler.ts';
import { deliverNoticeJob } from './jobs/deliver-notice.job.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { myNoticeRoutes } from './my-notice-routes.ts';
import { preferenceRoutes } from './preference-routes.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';
import { watchRequests } from './watch-requests.ts';

/** Who should hear of something does: in the console, by push, mail, webhook, Slack and Teams, with a ledger of it. */
export const notices: ServerModule = {
  name: 'notices',
  routes: (app, services) => {
    channelRoutes(app, services);
    ledgerRoutes(app, services);
    myNoticeRoutes(app, services);
    preferenceRoutes(app, services);
  },
  jobs: [sweepDeliveries, forgetNotices],
  definitions: [deliverNoticeJob],
  handlers: [deliverNoticeHandler],
  reaction: watchRequests,
};
