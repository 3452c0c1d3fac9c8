ALTER TABLE "recorded_segment" DROP CONSTRAINT "recorded_segment_site_date_queue_id_segment_pk";--> statement-breakpoint
ALTER TABLE "recorded_segment" ADD COLUMN "origin" text DEFAULT 'log' NOT NULL;--> statement-breakpoint
ALTER TABLE "recorded_segment" ADD COLUMN "interval_ms" integer DEFAULT 900000 NOT NULL;--> statement-breakpoint
ALTER TABLE "recorded_segment" ADD COLUMN "handled_counts" jsonb;--> statement-breakpoint
ALTER TABLE "recorded_segment" ADD COLUMN "handle_times_ms" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "segment_series" ADD COLUMN "handle_time" jsonb;--> statement-breakpoint
ALTER TABLE "recorded_segment" ADD CONSTRAINT "recorded_segment_site_date_queue_id_segment_origin_pk" PRIMARY KEY("site","date","queue_id","segment","origin");
