-- Where the holder of the lease takes acts from the other processes.
ALTER TABLE record ADD COLUMN holder text NOT NULL DEFAULT '';
