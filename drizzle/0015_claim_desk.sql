CREATE TABLE "claim_decision" (
	"id" uuid PRIMARY KEY NOT NULL,
	"facility" text NOT NULL,
	"claim_no" text NOT NULL,
	"seen_key" uuid NOT NULL,
	"move" text NOT NULL,
	"who" text NOT NULL,
	"role" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"reason" text NOT NULL,
	"corrections" jsonb NOT NULL,
	"from_rupiah" bigint NOT NULL,
	"to_rupiah" bigint NOT NULL,
	"sampled" text,
	"batch" integer
);
--> statement-breakpoint
CREATE TABLE "claim_payment" (
	"facility" text NOT NULL,
	"claim_no" text NOT NULL,
	"batch" integer NOT NULL,
	"budget_year" integer NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	CONSTRAINT "claim_payment_facility_claim_no_pk" PRIMARY KEY("facility","claim_no")
);
--> statement-breakpoint
CREATE TABLE "claim_risk" (
	"facility" text NOT NULL,
	"claim_no" text NOT NULL,
	"event_key" uuid NOT NULL,
	"findings" jsonb NOT NULL,
	"at_stake_rupiah" bigint NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "claim_risk_facility_claim_no_pk" PRIMARY KEY("facility","claim_no")
);
--> statement-breakpoint
CREATE TABLE "payment_batch" (
	"number" integer PRIMARY KEY NOT NULL,
	"paid_at" timestamp (3) with time zone NOT NULL,
	"paid_on" date NOT NULL,
	"who" text NOT NULL,
	"claims" integer NOT NULL,
	"amount_rupiah" bigint NOT NULL,
	"note" text NOT NULL,
	"demo" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "review_rule" (
	"number" integer PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"who" text NOT NULL,
	"rules" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "claim_payment" ADD CONSTRAINT "claim_payment_batch_payment_batch_number_fk" FOREIGN KEY ("batch") REFERENCES "public"."payment_batch"("number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "claim_decision_seen" ON "claim_decision" USING btree ("facility","claim_no","seen_key");--> statement-breakpoint
CREATE INDEX "claim_decision_claim" ON "claim_decision" USING btree ("facility","claim_no","at");--> statement-breakpoint
CREATE INDEX "claim_payment_batch" ON "claim_payment" USING btree ("batch");--> statement-breakpoint
CREATE INDEX "claim_open" ON "claim" USING btree ("state","occurred_on") WHERE posted_on IS NOT NULL AND reversed_on IS NULL AND state IN ('submitted', 'verified', 'approved');--> statement-breakpoint
-- What was decided and paid stands: a mistake is put right by a further line, and shows.
CREATE FUNCTION claim_desk_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'the history of the claim desk is append-only: its lines are neither changed nor removed'
		USING ERRCODE = 'insufficient_privilege', HINT = 'Add a line that says what is right now.';
END $$;
--> statement-breakpoint
CREATE TRIGGER claim_decision_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "claim_decision" FOR EACH STATEMENT EXECUTE FUNCTION claim_desk_refuse_change();
--> statement-breakpoint
CREATE TRIGGER claim_payment_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "claim_payment" FOR EACH STATEMENT EXECUTE FUNCTION claim_desk_refuse_change();
--> statement-breakpoint
CREATE TRIGGER payment_batch_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "payment_batch" FOR EACH STATEMENT EXECUTE FUNCTION claim_desk_refuse_change();
--> statement-breakpoint
CREATE TRIGGER review_rule_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "review_rule" FOR EACH STATEMENT EXECUTE FUNCTION claim_desk_refuse_change();
