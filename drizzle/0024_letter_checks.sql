CREATE TABLE "form_sent" (
	"who" text NOT NULL,
	"token" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "form_sent_who_token_pk" PRIMARY KEY("who","token")
);
--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "letter_number" text GENERATED ALWAYS AS (regexp_replace(translate(upper(regexp_replace(letter, '[^0-9A-Za-z]', '', 'g')), 'OIL', '011'),
	'^(SJP)?(.{4})(.{4})(.{5})$', 'SJP-\2-\3-\4')) STORED;--> statement-breakpoint
ALTER TABLE "letter_request" ADD COLUMN "service_day" date;--> statement-breakpoint
CREATE INDEX "form_sent_at" ON "form_sent" USING btree ("at");--> statement-breakpoint
CREATE INDEX "claim_letter" ON "claim" USING btree ("letter_number") WHERE letter_number IS NOT NULL;