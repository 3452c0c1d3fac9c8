ALTER TABLE "alert_rule" ADD COLUMN "learned_version" integer;--> statement-breakpoint
ALTER TABLE "alert_rule" ADD COLUMN "learning_at" bigint;