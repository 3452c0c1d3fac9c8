ALTER TABLE "bot_topic_decision" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "bot_topic_decision" ADD COLUMN "merged_into" text;