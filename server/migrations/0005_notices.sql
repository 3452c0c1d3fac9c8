CREATE TABLE "notice" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"about_kind" text NOT NULL,
	"about_id" text NOT NULL,
	"urgency" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"path" text,
	"until" bigint,
	"requested_at" bigint NOT NULL,
	"position" bigint NOT NULL,
	"withdrawn_at" bigint,
	"withdrawn_reason" text,
	CONSTRAINT "notice_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "notice_channel" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"enabled" boolean NOT NULL,
	"limits" jsonb NOT NULL,
	"mail" jsonb,
	"origin" text,
	"sealed" text NOT NULL,
	"has_password" boolean NOT NULL,
	"last_test" jsonb,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notice_channel_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "notice_delivery" (
	"id" text PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"notice_id" text NOT NULL,
	"recipient" text NOT NULL,
	"recipient_name" text NOT NULL,
	"channel" text NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"is_held" boolean DEFAULT false NOT NULL,
	"urgency" text NOT NULL,
	"requested_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"lease_until" bigint,
	"attempt_count" integer DEFAULT 0 NOT NULL,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"sent_at" bigint,
	"bundled_into" text,
	"seen_at" bigint,
	"read_at" bigint
);
--> statement-breakpoint
CREATE TABLE "notice_preference" (
	"person_id" text PRIMARY KEY NOT NULL,
	"preferences" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_progress" (
	"site" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_push_device" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"sealed" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notice_about" ON "notice" USING btree ("site","about_id");--> statement-breakpoint
CREATE INDEX "notice_requested" ON "notice" USING btree ("site","requested_at");--> statement-breakpoint
CREATE UNIQUE INDEX "notice_delivery_once" ON "notice_delivery" USING btree ("site","notice_id","recipient","channel");--> statement-breakpoint
CREATE INDEX "notice_delivery_due" ON "notice_delivery" USING btree ("site","due_at") WHERE "notice_delivery"."status" in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "notice_delivery_recipient" ON "notice_delivery" USING btree ("site","recipient","channel","requested_at");--> statement-breakpoint
CREATE INDEX "notice_delivery_requested" ON "notice_delivery" USING btree ("site","requested_at");--> statement-breakpoint
CREATE INDEX "notice_delivery_bundle" ON "notice_delivery" USING btree ("bundled_into") WHERE "notice_delivery"."bundled_into" is not null;--> statement-breakpoint
CREATE INDEX "notice_push_device_person" ON "notice_push_device" USING btree ("person_id");