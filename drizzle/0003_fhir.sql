CREATE TABLE "fhir_link" (
	"to_key" uuid NOT NULL,
	"role" text NOT NULL,
	"from_key" uuid NOT NULL,
	CONSTRAINT "fhir_link_to_key_role_from_key_pk" PRIMARY KEY("to_key","role","from_key")
);
--> statement-breakpoint
CREATE TABLE "fhir_resource" (
	"key" uuid PRIMARY KEY NOT NULL,
	"party" text NOT NULL,
	"type" text NOT NULL,
	"same_as" uuid,
	"facts" "bytea",
	"stated_at" timestamp (3) with time zone,
	"received_at" timestamp (3) with time zone NOT NULL,
	"first_received_at" timestamp (3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"revision" integer NOT NULL,
	"posted" uuid,
	"posted_at" timestamp (3) with time zone,
	"missing" text
);
--> statement-breakpoint
CREATE INDEX "fhir_resource_waiting" ON "fhir_resource" USING btree ("party","type") WHERE missing IS NOT NULL;--> statement-breakpoint
CREATE INDEX "fhir_resource_received" ON "fhir_resource" USING btree ("received_at");