CREATE TABLE "forecast_calendar" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"from_date" text NOT NULL,
	"to_date" text NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "forecast_calendar_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "forecast_series" (
	"site" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"interval_minutes" integer NOT NULL,
	"learned" jsonb NOT NULL,
	"day_ahead" jsonb,
	"handle_times_ms" jsonb NOT NULL,
	CONSTRAINT "forecast_series_site_queue_id_pk" PRIMARY KEY("site","queue_id")
);
--> statement-breakpoint
CREATE TABLE "forecast_state" (
	"site" text PRIMARY KEY NOT NULL,
	"due_at" bigint NOT NULL,
	"cause" text NOT NULL,
	"boundary_at" bigint NOT NULL,
	"published_at" bigint,
	"read_position" bigint NOT NULL,
	"recorded_from" bigint,
	"learned_date" text,
	"refused_days" integer NOT NULL,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "history_import" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"file_name" text NOT NULL,
	"row_count" integer NOT NULL,
	"day_count" integer NOT NULL,
	"queue_ids" jsonb NOT NULL,
	"from_date" text NOT NULL,
	"to_date" text NOT NULL,
	"repairs" jsonb NOT NULL,
	"repair_count" integer NOT NULL,
	"imported_by" jsonb NOT NULL,
	"imported_at" bigint NOT NULL,
	CONSTRAINT "history_import_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "investigation" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"from_at" bigint NOT NULL,
	"to_at" bigint NOT NULL,
	"expected_count" double precision NOT NULL,
	"actual_count" double precision NOT NULL,
	"standard_score" double precision NOT NULL,
	"is_over" boolean NOT NULL,
	"opened_at" bigint NOT NULL,
	"closed_at" bigint,
	"closed_by" jsonb,
	"cause" text,
	"finding" text,
	CONSTRAINT "investigation_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "published_forecast" (
	"site" text NOT NULL,
	"forecast_id" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"boundary_at" bigint NOT NULL,
	"published_at" bigint NOT NULL,
	"lead_days" integer NOT NULL,
	"forecast" jsonb NOT NULL,
	CONSTRAINT "published_forecast_site_forecast_id_pk" PRIMARY KEY("site","forecast_id")
);
--> statement-breakpoint
CREATE TABLE "recorded_day" (
	"site" text NOT NULL,
	"queue_id" text NOT NULL,
	"date" text NOT NULL,
	"origin" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"interval_ms" integer NOT NULL,
	"offered_counts" jsonb NOT NULL,
	"answered_counts" jsonb NOT NULL,
	"handled_counts" jsonb NOT NULL,
	"handle_times_ms" jsonb NOT NULL,
	"told_at" bigint NOT NULL,
	CONSTRAINT "recorded_day_site_date_queue_id_origin_pk" PRIMARY KEY("site","date","queue_id","origin")
);
--> statement-breakpoint
CREATE INDEX "investigation_time" ON "investigation" USING btree ("site","opened_at");--> statement-breakpoint
CREATE INDEX "published_forecast_day" ON "published_forecast" USING btree ("site","date","queue_id","published_at");--> statement-breakpoint
CREATE INDEX "published_forecast_lead" ON "published_forecast" USING btree ("site","kind","lead_days");--> statement-breakpoint
CREATE INDEX "recorded_day_queue" ON "recorded_day" USING btree ("site","queue_id","date");