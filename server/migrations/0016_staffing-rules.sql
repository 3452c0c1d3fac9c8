CREATE TABLE "queue_staffing" (
	"site" text NOT NULL,
	"queue_id" text NOT NULL,
	"rule" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "queue_staffing_site_queue_id_pk" PRIMARY KEY("site","queue_id")
);
--> statement-breakpoint
CREATE TABLE "recorded_segment" (
	"site" text NOT NULL,
	"date" text NOT NULL,
	"queue_id" text NOT NULL,
	"segment" text NOT NULL,
	"offered_counts" jsonb NOT NULL,
	CONSTRAINT "recorded_segment_site_date_queue_id_segment_pk" PRIMARY KEY("site","date","queue_id","segment")
);
--> statement-breakpoint
CREATE TABLE "segment_series" (
	"site" text NOT NULL,
	"queue_id" text NOT NULL,
	"segment" text NOT NULL,
	"shares" jsonb NOT NULL,
	"past" jsonb NOT NULL,
	CONSTRAINT "segment_series_site_queue_id_segment_pk" PRIMARY KEY("site","queue_id","segment")
);
--> statement-breakpoint
ALTER TABLE "recorded_day" ADD COLUMN "abandoned_counts" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "recorded_day" ADD COLUMN "wait_times_ms" jsonb DEFAULT '[]'::jsonb NOT NULL;