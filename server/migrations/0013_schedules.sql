CREATE TABLE "forecast_score" (
	"site" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"age" text NOT NULL,
	"intervals" integer NOT NULL,
	"missed" double precision NOT NULL,
	"actual" double precision NOT NULL,
	"chance" double precision NOT NULL,
	"held" integer NOT NULL,
	"banded" integer NOT NULL,
	CONSTRAINT "forecast_score_site_date_queue_id_age_pk" PRIMARY KEY("site","date","queue_id","age")
);
--> statement-breakpoint
CREATE INDEX "event_log_schedule" ON "event_log" USING btree ("site",("data"->>'date'),("data"->>'agentId')) WHERE "event_log"."type" = 'schedule.day-set';--> statement-breakpoint
CREATE INDEX "event_log_exception" ON "event_log" USING btree ("site","time") WHERE "event_log"."type" like 'schedule.exception-%';