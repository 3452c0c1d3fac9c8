CREATE TABLE "alert_backtest" (
	"id" text PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"rules" jsonb NOT NULL,
	"compared" jsonb NOT NULL,
	"from_at" bigint NOT NULL,
	"to_at" bigint NOT NULL,
	"status" text NOT NULL,
	"progress" integer NOT NULL,
	"result" jsonb,
	"problem" text,
	"asked_by" jsonb NOT NULL,
	"asked_at" bigint NOT NULL,
	"alive_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_firing" (
	"site" text NOT NULL,
	"alert_id" text NOT NULL,
	"fired_at" bigint NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"rule_name" text NOT NULL,
	"severity" text NOT NULL,
	"subject_table" text NOT NULL,
	"subject_id" text NOT NULL,
	"subject_name" text NOT NULL,
	"team_id" text,
	"pending_at" bigint,
	"resolved_at" bigint,
	"evidence" jsonb NOT NULL,
	"seen_position" bigint NOT NULL,
	"paged" boolean NOT NULL,
	"suppressed_by" jsonb,
	"acknowledged_by" jsonb,
	"acknowledged_at" bigint,
	"acknowledged_note" text,
	CONSTRAINT "alert_firing_site_alert_id_fired_at_pk" PRIMARY KEY("site","alert_id","fired_at")
);
--> statement-breakpoint
CREATE TABLE "alert_rule" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"rule" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "alert_rule_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "alert_silence" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"scope" jsonb NOT NULL,
	"until" bigint NOT NULL,
	"reason" text NOT NULL,
	"by" jsonb NOT NULL,
	"at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "alert_silence_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE INDEX "alert_backtest_site" ON "alert_backtest" USING btree ("site","asked_at");--> statement-breakpoint
CREATE INDEX "alert_backtest_status" ON "alert_backtest" USING btree ("status");--> statement-breakpoint
CREATE INDEX "alert_firing_time" ON "alert_firing" USING btree ("site","fired_at");