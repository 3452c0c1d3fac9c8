CREATE TABLE "escalation" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"state" text NOT NULL,
	"due_at" bigint,
	"version" integer NOT NULL,
	"run" jsonb NOT NULL,
	"shown" jsonb NOT NULL,
	"queue_id" text,
	"team_id" text,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	CONSTRAINT "escalation_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "escalation_matrix" (
	"site" text NOT NULL,
	"version" integer NOT NULL,
	"matrix" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	CONSTRAINT "escalation_matrix_site_version_pk" PRIMARY KEY("site","version")
);
--> statement-breakpoint
CREATE TABLE "escalation_override" (
	"ordinal" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "escalation_override_ordinal_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"site" text NOT NULL,
	"rotation_id" text NOT NULL,
	"id" text NOT NULL,
	"person_id" text NOT NULL,
	"from_at" bigint NOT NULL,
	"until_at" bigint NOT NULL,
	"reason" text,
	"set_by" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "escalation_policy" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"policy" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "escalation_policy_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "escalation_rotation" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"rotation" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "escalation_rotation_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE INDEX "escalation_due" ON "escalation" USING btree ("site","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "escalation_started" ON "escalation" USING btree ("site","started_at");--> statement-breakpoint
CREATE INDEX "escalation_override_rotation" ON "escalation_override" USING btree ("site","rotation_id");