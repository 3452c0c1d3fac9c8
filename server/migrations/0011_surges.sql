CREATE TABLE "surge" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"queue_id" text NOT NULL,
	"team_id" text,
	"state" text NOT NULL,
	"surge" jsonb NOT NULL,
	"made_at" bigint NOT NULL,
	"gap_closed_at" bigint,
	"due_at" bigint,
	CONSTRAINT "surge_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "surge_policy" (
	"site" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "simulation_run" (
	"id" text PRIMARY KEY NOT NULL,
	"site" text NOT NULL,
	"name" text NOT NULL,
	"scenario" jsonb NOT NULL,
	"status" text NOT NULL,
	"progress" integer NOT NULL,
	"contact_count" integer NOT NULL,
	"result" jsonb,
	"problem" text,
	"asked_by" jsonb NOT NULL,
	"asked_at" bigint NOT NULL,
	"alive_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "surge_made" ON "surge" USING btree ("site","made_at");--> statement-breakpoint
CREATE INDEX "surge_due" ON "surge" USING btree ("site","due_at");--> statement-breakpoint
CREATE INDEX "simulation_run_site" ON "simulation_run" USING btree ("site","asked_at");--> statement-breakpoint
CREATE INDEX "simulation_run_status" ON "simulation_run" USING btree ("status");