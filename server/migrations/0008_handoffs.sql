CREATE TABLE "department" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"department" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "department_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "department_agreement" (
	"site" text NOT NULL,
	"from_department_id" text NOT NULL,
	"to_department_id" text NOT NULL,
	"version" integer NOT NULL,
	"agreement" jsonb NOT NULL,
	"set_by" jsonb NOT NULL,
	"set_at" bigint NOT NULL,
	"removed_at" bigint,
	CONSTRAINT "department_agreement_site_from_department_id_to_department_id_pk" PRIMARY KEY("site","from_department_id","to_department_id")
);
--> statement-breakpoint
CREATE TABLE "department_handoff" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"handoff" jsonb NOT NULL,
	"state" text NOT NULL,
	"from_department_id" text,
	"to_department_id" text NOT NULL,
	"contact_id" text,
	"queue_id" text,
	"owner_key" text NOT NULL,
	"opened_at" bigint NOT NULL,
	"ended_at" bigint,
	"due_at" bigint,
	"wake_at" bigint,
	"settled_at" bigint,
	"settled_within" boolean,
	CONSTRAINT "department_handoff_site_id_pk" PRIMARY KEY("site","id")
);
--> statement-breakpoint
CREATE TABLE "department_handoff_entry" (
	"site" text NOT NULL,
	"handoff_id" text NOT NULL,
	"move" integer NOT NULL,
	"at" bigint NOT NULL,
	"type" text NOT NULL,
	"by" jsonb NOT NULL,
	"data" jsonb NOT NULL,
	CONSTRAINT "department_handoff_entry_site_handoff_id_move_pk" PRIMARY KEY("site","handoff_id","move")
);
--> statement-breakpoint
CREATE TABLE "department_hours" (
	"site" text NOT NULL,
	"id" text NOT NULL,
	"version" integer NOT NULL,
	"calendar" jsonb NOT NULL,
	CONSTRAINT "department_hours_site_id_version_pk" PRIMARY KEY("site","id","version")
);
--> statement-breakpoint
CREATE INDEX "department_handoff_wake" ON "department_handoff" USING btree ("site","wake_at");--> statement-breakpoint
CREATE INDEX "department_handoff_opened" ON "department_handoff" USING btree ("site","opened_at");--> statement-breakpoint
CREATE INDEX "department_handoff_settled" ON "department_handoff" USING btree ("site","settled_at");--> statement-breakpoint
CREATE INDEX "department_handoff_contact" ON "department_handoff" USING btree ("site","contact_id");