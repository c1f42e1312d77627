-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: when a batch was made, and records of kind note, which an older program would not know.
ALTER TABLE batch ADD COLUMN made TEXT NOT NULL DEFAULT '';
