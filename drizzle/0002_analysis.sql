CREATE TABLE "analysis" (
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"known_on" date NOT NULL,
	"computed_at" timestamp (3) with time zone NOT NULL,
	"change" bigint NOT NULL,
	"version" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"result" jsonb NOT NULL,
	CONSTRAINT "analysis_kind_subject_known_on_pk" PRIMARY KEY("kind","subject","known_on")
);
