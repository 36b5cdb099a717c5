ALTER TABLE "signal_look" ADD COLUMN "rule" text;--> statement-breakpoint
ALTER TABLE "signal_round" ADD COLUMN "by_rule" integer;--> statement-breakpoint
ALTER TABLE "signal_week" ADD COLUMN "rule" text;