CREATE TABLE "complaint" (
	"id" uuid PRIMARY KEY NOT NULL,
	"receipt" text NOT NULL,
	"facility" text NOT NULL,
	"kind" text NOT NULL,
	"happened_on" date NOT NULL,
	"story" text NOT NULL,
	"charged_rupiah" bigint,
	"contact" "bytea",
	"reported_at" timestamp (3) with time zone NOT NULL,
	"due_on" date NOT NULL,
	"answered_at" timestamp (3) with time zone,
	"answered_by" text,
	"verdict" text,
	"answer" text,
	CONSTRAINT "complaint_receipt_unique" UNIQUE("receipt")
);
--> statement-breakpoint
CREATE TABLE "guarantee_letter" (
	"number" text PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"request_key" text NOT NULL,
	"request_digest" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"mother_id" uuid,
	"service" text NOT NULL,
	"referral" text,
	"emergency" boolean,
	"rule_version" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date NOT NULL,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"issued_by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letter_cancellation" (
	"number" text PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"cancelled_on" date NOT NULL,
	"who" text NOT NULL,
	"role" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letter_request" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"request_key" text NOT NULL,
	"request_digest" text NOT NULL,
	"kind" text NOT NULL,
	"person_id" uuid,
	"mother_id" uuid,
	"service" text NOT NULL,
	"referral" text,
	"emergency" boolean,
	"born_on" date,
	"sktm" text,
	"judged" jsonb NOT NULL,
	"rule_version" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"requested_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone,
	"decided_by" text,
	"decision" text,
	"note" text,
	"number" text
);
--> statement-breakpoint
ALTER TABLE "letter_cancellation" ADD CONSTRAINT "letter_cancellation_number_guarantee_letter_number_fk" FOREIGN KEY ("number") REFERENCES "public"."guarantee_letter"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letter_request" ADD CONSTRAINT "letter_request_number_guarantee_letter_number_fk" FOREIGN KEY ("number") REFERENCES "public"."guarantee_letter"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "complaint_facility" ON "complaint" USING btree ("facility","reported_at");--> statement-breakpoint
CREATE INDEX "complaint_open" ON "complaint" USING btree ("due_on") WHERE "complaint"."answered_at" IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "guarantee_letter_request" ON "guarantee_letter" USING btree ("facility","request_key");--> statement-breakpoint
CREATE INDEX "guarantee_letter_facility" ON "guarantee_letter" USING btree ("facility","issued_at");--> statement-breakpoint
CREATE INDEX "guarantee_letter_issued" ON "guarantee_letter" USING btree ("issued_at");--> statement-breakpoint
CREATE INDEX "guarantee_letter_person" ON "guarantee_letter" USING btree ("person_id","issued_at");--> statement-breakpoint
CREATE UNIQUE INDEX "letter_request_request" ON "letter_request" USING btree ("facility","request_key");--> statement-breakpoint
CREATE INDEX "letter_request_open" ON "letter_request" USING btree ("requested_at") WHERE "letter_request"."decided_at" IS NULL;--> statement-breakpoint
-- A letter that was handed out stands: it is cancelled by a line of its own, and shows.
CREATE FUNCTION letter_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'guarantee letters and their cancellations are append-only: lines are neither changed nor removed'
		USING ERRCODE = 'insufficient_privilege', HINT = 'Cancel the letter and issue another one.';
END $$;
--> statement-breakpoint
CREATE TRIGGER guarantee_letter_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "guarantee_letter" FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();
--> statement-breakpoint
CREATE TRIGGER letter_cancellation_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "letter_cancellation" FOR EACH STATEMENT EXECUTE FUNCTION letter_refuse_change();
