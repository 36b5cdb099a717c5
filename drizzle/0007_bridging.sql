CREATE TABLE "facility_alias" (
	"system" text NOT NULL,
	"code" text NOT NULL,
	"facility" text NOT NULL,
	"learned_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "facility_alias_system_code_pk" PRIMARY KEY("system","code")
);
--> statement-breakpoint
ALTER TABLE "claim" ADD COLUMN "items" jsonb;--> statement-breakpoint
ALTER TABLE "facility_alias" ADD CONSTRAINT "facility_alias_facility_facility_code_fk" FOREIGN KEY ("facility") REFERENCES "public"."facility"("code") ON DELETE no action ON UPDATE no action;