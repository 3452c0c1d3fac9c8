CREATE TABLE "notice_language" (
	"person_id" text PRIMARY KEY NOT NULL,
	"language" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "notice" ADD COLUMN "words" jsonb;--> statement-breakpoint
ALTER TABLE "notice_channel" ADD COLUMN "language" text DEFAULT 'en' NOT NULL;--> statement-breakpoint
CREATE INDEX "event_log_withdrawn" ON "event_log" USING btree ("site","position") WHERE "event_log"."type" = 'notice.withdrawn';