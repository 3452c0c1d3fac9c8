CREATE TABLE "event_log" (
	"site" text NOT NULL,
	"position" bigint NOT NULL,
	"id" text NOT NULL,
	"source" text NOT NULL,
	"type" text NOT NULL,
	"time" bigint NOT NULL,
	"recorded_at" bigint NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "event_log_site_position_time_pk" PRIMARY KEY("site","position","time")
);
--> statement-breakpoint
CREATE TABLE "site" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"clock" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"degraded_at" bigint
);
--> statement-breakpoint
CREATE TABLE "site_head" (
	"site" text PRIMARY KEY NOT NULL,
	"position" bigint NOT NULL,
	"recorded_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rejected_event" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"source" text NOT NULL,
	"received_at" bigint NOT NULL,
	"reason" text NOT NULL,
	"pointer" text NOT NULL,
	"message" text NOT NULL,
	"payload" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "source_token" (
	"id" text PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint,
	"revoked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "parked_event" (
	"site" text NOT NULL,
	"fold_version" integer NOT NULL,
	"position" bigint NOT NULL,
	"type" text NOT NULL,
	"stack" text NOT NULL,
	"parked_at" bigint NOT NULL,
	CONSTRAINT "parked_event_site_fold_version_position_pk" PRIMARY KEY("site","fold_version","position")
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"site" text NOT NULL,
	"fold_version" integer NOT NULL,
	"position" bigint NOT NULL,
	"latest_event_at" bigint NOT NULL,
	"recorded_at" bigint NOT NULL,
	"taken_at" bigint NOT NULL,
	"state_hash" text NOT NULL,
	"state" "bytea" NOT NULL,
	CONSTRAINT "snapshot_site_fold_version_position_pk" PRIMARY KEY("site","fold_version","position")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "event_log_identity" ON "event_log" USING btree ("site","source","id","time");--> statement-breakpoint
CREATE INDEX "event_log_time" ON "event_log" USING btree ("site","time","position");--> statement-breakpoint
CREATE INDEX "event_log_contact" ON "event_log" USING btree ("site",("data"->>'contactId')) WHERE "event_log"."data" ? 'contactId';--> statement-breakpoint
CREATE INDEX "rejected_event_site" ON "rejected_event" USING btree ("site","id");--> statement-breakpoint
CREATE UNIQUE INDEX "source_token_hash" ON "source_token" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "source_token_site" ON "source_token" USING btree ("site");--> statement-breakpoint
CREATE INDEX "snapshot_event_time" ON "snapshot" USING btree ("site","fold_version","latest_event_at");