CREATE TABLE "signal" (
	"id" uuid PRIMARY KEY NOT NULL,
	"disease" text NOT NULL,
	"area" char(8) NOT NULL,
	"week" date NOT NULL,
	"rule" text NOT NULL,
	"raised_at" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "signal_week_of_place" UNIQUE("disease","area","week")
);
--> statement-breakpoint
CREATE TABLE "signal_look" (
	"week" date NOT NULL,
	"disease" text NOT NULL,
	"area" char(8) NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	"method" text,
	"basis" text NOT NULL,
	"cases" integer NOT NULL,
	"expected" double precision,
	"threshold" double precision,
	"chance" double precision,
	"is_signal" boolean NOT NULL,
	"is_persistence" boolean NOT NULL,
	CONSTRAINT "signal_look_week_disease_area_looked_at_pk" PRIMARY KEY("week","disease","area","looked_at")
);
--> statement-breakpoint
CREATE TABLE "signal_move" (
	"signal_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"move" text NOT NULL,
	"state" text NOT NULL,
	"owner" text,
	"who" text NOT NULL,
	"role" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"note" text NOT NULL,
	CONSTRAINT "signal_move_signal_id_number_pk" PRIMARY KEY("signal_id","number")
);
--> statement-breakpoint
CREATE TABLE "signal_round" (
	"week" date NOT NULL,
	"looked_at" timestamp (3) with time zone NOT NULL,
	"looks" integer NOT NULL,
	"told" integer NOT NULL,
	"level" double precision NOT NULL,
	"signals" integer NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "signal_round_week_looked_at_pk" PRIMARY KEY("week","looked_at")
);
--> statement-breakpoint
CREATE TABLE "signal_week" (
	"signal_id" uuid NOT NULL,
	"week" date NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"method" text,
	"basis" text NOT NULL,
	"cases" integer NOT NULL,
	"expected" double precision,
	"threshold" double precision NOT NULL,
	"chance" double precision,
	"false_share" double precision,
	CONSTRAINT "signal_week_signal_id_week_pk" PRIMARY KEY("signal_id","week")
);
--> statement-breakpoint
ALTER TABLE "signal_move" ADD CONSTRAINT "signal_move_signal_id_signal_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "signal_week" ADD CONSTRAINT "signal_week_signal_id_signal_id_fk" FOREIGN KEY ("signal_id") REFERENCES "public"."signal"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "signal_raised" ON "signal" USING btree ("raised_at");--> statement-breakpoint
-- by hand
-- What was seen and decided stands: a mistake is put right by a further line, and shows.
CREATE FUNCTION signal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	RAISE EXCEPTION 'the history of signals is append-only: its lines are neither changed nor removed'
		USING ERRCODE = 'insufficient_privilege', HINT = 'Add a line that says what is right now.';
END $$;
--> statement-breakpoint
CREATE TRIGGER signal_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "signal" FOR EACH STATEMENT EXECUTE FUNCTION signal_refuse_change();
--> statement-breakpoint
CREATE TRIGGER signal_week_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "signal_week" FOR EACH STATEMENT EXECUTE FUNCTION signal_refuse_change();
--> statement-breakpoint
CREATE TRIGGER signal_move_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "signal_move" FOR EACH STATEMENT EXECUTE FUNCTION signal_refuse_change();
--> statement-breakpoint
CREATE TRIGGER signal_look_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "signal_look" FOR EACH STATEMENT EXECUTE FUNCTION signal_refuse_change();
--> statement-breakpoint
CREATE TRIGGER signal_round_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "signal_round" FOR EACH STATEMENT EXECUTE FUNCTION signal_refuse_change();
