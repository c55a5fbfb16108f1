import { create } from 'zustand';

/** The reader's name: what signs reports and marks the pointer in a shared session. Kept in this browser. */
interface Settings {
  userName: string;
  setUserName(name: string): void;
}

const key = 'pacs.userName';

export const useSettings = create<Settings>((set) => ({
  userName: localStorage.getItem(key) ?? '',
  setUserName: (userName) => {
    localStorage.setItem(key, userName);
    set({ userName });
  },
}));
