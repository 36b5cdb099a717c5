ALTER TABLE "webhook" ADD COLUMN "account" text;--> statement-breakpoint
ALTER TABLE "webhook" ADD COLUMN "locale" text;--> statement-breakpoint
ALTER TABLE "webhook" ADD COLUMN "diseases" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook" ADD COLUMN "confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_account_user_account_id_fk" FOREIGN KEY ("account") REFERENCES "public"."user_account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_account" ON "webhook" USING btree ("account") WHERE removed_at IS NULL;--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_mailbox" CHECK (("webhook"."account" IS NULL) = ("webhook"."url" NOT LIKE 'mailto:%'));--> statement-breakpoint
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_locale" CHECK (("webhook"."account" IS NULL) = ("webhook"."locale" IS NULL));