CREATE TABLE "handover" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"session_id" text NOT NULL,
	"bot_id" text NOT NULL,
	"contact_id" text,
	"queue_id" text,
	"team_id" text,
	"state" text NOT NULL,
	"agent_id" text,
	"due_at" bigint,
	"offered_at" bigint NOT NULL,
	"accepted_at" bigint,
	"ended_at" bigint,
	"record" jsonb NOT NULL,
	"offered" jsonb NOT NULL,
	"package" jsonb NOT NULL,
	CONSTRAINT "handover_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "handover_policy" (
	"site" text NOT NULL,
	"bot_id" text NOT NULL,
	"version" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "handover_policy_site_bot_id_pk" PRIMARY KEY("site","bot_id")
);
--> statement-breakpoint
CREATE TABLE "bot_drift" (
	"site" text NOT NULL,
	"bot_id" text NOT NULL,
	"is_drifting" boolean NOT NULL,
	"checked_at" bigint NOT NULL,
	CONSTRAINT "bot_drift_site_bot_id_pk" PRIMARY KEY("site","bot_id")
);
--> statement-breakpoint
CREATE TABLE "bot_topic_decision" (
	"site" text NOT NULL,
	"topic_id" text NOT NULL,
	"bot_id" text NOT NULL,
	"status" text NOT NULL,
	"owner" text,
	"note" text,
	"by" jsonb NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "bot_topic_decision_site_topic_id_pk" PRIMARY KEY("site","topic_id")
);
--> statement-breakpoint
CREATE INDEX "handover_due" ON "handover" USING btree ("site","due_at");--> statement-breakpoint
CREATE INDEX "handover_time" ON "handover" USING btree ("site","offered_at");--> statement-breakpoint
CREATE INDEX "handover_session" ON "handover" USING btree ("site","session_id");--> statement-breakpoint
CREATE INDEX "handover_agent" ON "handover" USING btree ("site","agent_id","offered_at");