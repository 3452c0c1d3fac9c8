CREATE TABLE "alert_window" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"window" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "alert_window_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
ALTER TABLE "alert_firing" ADD COLUMN "queue_id" text;--> statement-breakpoint
ALTER TABLE "alert_firing" ADD COLUMN "gates" jsonb;--> statement-breakpoint
ALTER TABLE "alert_firing" ADD COLUMN "contact_ids" jsonb;